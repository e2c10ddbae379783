export default function DisplayPanel() { return null; }
