// One element, or four of them.
@if(vec4) alias Value = vec4f;
@if(!vec4) alias Value = f32;

@if(vec4)
fn same(a: Value, b: Value) -> bool {
  return all(a == b);
}

@if(!vec4)
fn same(a: Value, b: Value) -> bool {
  return a == b;
}

// value · factor · factor · ..., `times` products one after the other: a power would round otherwise. Ends where a product changes
// nothing: at zero, or at the smallest number above it.
fn decayed(value: Value, factor: f32, times: u32) -> Value {
  var x = value;
  for (var i = 0u; i < times; i++) {
    let next = x * factor;
    if (same(next, x)) {
      break;
    }
    x = next;
  }
  return x;
}
