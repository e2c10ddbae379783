// Where a workgroup or thread stands when a one-dimensional grid was folded over x, y and z,
// since a dimension holds at most 65,535 workgroups.

// Position of a workgroup in the unfolded grid.
fn linear_group(group: vec3<u32>, groups: vec3<u32>) -> u32 {
  return (group.z * groups.y + group.y) * groups.x + group.x;
}
