export default function MenuPanel() {
  return <p>…</p>;
}
