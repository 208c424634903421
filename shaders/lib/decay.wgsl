// One element, or four of them.
@if(vec4) alias Value = vec4f;
@if(!vec4) alias Value = f32;

// value · factor · factor · ..., `times` products one after the other: a power would round otherwise. Ends where a product changes
// nothing: at zero, or at the smallest number above it.
fn decayed(value: Value, factor: f32, times: u32) -> Value {
  var x = value;
  for (var i = 0u; i < times; i++) {
    let next = x * factor;
    if (all(next == x)) {
      break;
    }
    x = next;
  }
  return x;
}
