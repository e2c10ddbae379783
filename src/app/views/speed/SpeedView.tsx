export default function SpeedView() {
  return <p>…</p>;
}
