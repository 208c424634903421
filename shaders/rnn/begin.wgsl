// State before the first step: into[offset + row · stride + unit · step] = origin[source + row · units + unit], or 0 without
// `given`. One thread sets one element. With stride = units and step = 1 it is a plain copy, with stride = 1 and step = rows
// a transpose.

struct Params {
  rows: u32,
  units: u32,
  // First element of `origin` and of `into`; elements of `into` from row to row and from unit to unit.
  source: u32,
  offset: u32,
  stride: u32,
  step: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read_write> into: array<f32>;
@if(given) @group(0) @binding(4) var<storage, read> origin: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let element = (group.y * groups.x + group.x) * 64u + local;
  if (element >= params.rows * params.units) {
    return;
  }
  let at = params.offset + element / params.units * params.stride + element % params.units * params.step;
  @if(given) into[at] = origin[params.source + element];
  @if(!given) into[at] = 0.0;
}
