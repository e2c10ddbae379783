export default function ShortcutsPanel() {
  return <p>…</p>;
}
