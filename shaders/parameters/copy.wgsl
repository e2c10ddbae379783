// A copy of 32-bit words, four a thread, for values that are changed in place while the original is still needed.

struct Params {
  // Groups of four words.
  count: u32,
}

override WORKGROUP: u32;

@group(0) @binding(0) var<storage, read> source: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> target_words: array<vec4<u32>>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let i = linear_group(group, groups) * WORKGROUP + thread;
  if (i < params.count) {
    target_words[i] = source[i];
  }
}
