export default function ExportPanel() {
  return <p>…</p>;
}
