export default function ModelPanel() {
  return <p>…</p>;
}
