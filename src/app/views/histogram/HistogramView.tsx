export default function HistogramView() {
  return <p>…</p>;
}
