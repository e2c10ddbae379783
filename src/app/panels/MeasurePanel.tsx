export default function MeasurePanel() {
  return <p>…</p>;
}
