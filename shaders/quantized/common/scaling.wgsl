// Which scale belongs to which element of a tensor: one for all, one an axis position, or one a block along an axis.
// The text that includes this has the fields below in its Params; steps that do not apply are 0.

fn scale_position(position: u32) -> u32 {
  if (params.inner * params.axis_size == 1u) {
    return 0u; // One scale: divisions cost more than all the rest.
  }
  let line = position / params.inner;
  let outer = line / params.axis_size;
  let along = line - outer * params.axis_size;
  let across = position - line * params.inner;
  return outer * params.outer_step + along / params.block * params.block_step + across * params.inner_step;
}
