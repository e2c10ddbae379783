export default function LayersView() {
  return <p>…</p>;
}
