export default function DataPanel() {
  return <p>…</p>;
}
