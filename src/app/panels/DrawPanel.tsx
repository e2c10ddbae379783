export default function DrawPanel() {
  return <p>…</p>;
}
