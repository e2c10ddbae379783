export default function RecipePanel() {
  return <p>…</p>;
}
