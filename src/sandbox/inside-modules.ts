import apiNames from './inside/api-names.ts?raw';
import fault from './inside/fault.ts?raw';
import layer from './inside/layer.ts?raw';
import model from './inside/model.ts?raw';
import names from './inside/names.ts?raw';
import serialize from './inside/serialize.ts?raw';
import trainyard from './inside/trainyard.ts?raw';
import { stripTypes } from './strip-types.ts';

/** The modules of the recorder as text that QuickJS runs, by the name under which they are imported. */
export const inside: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  trainyard: javascript(trainyard),
  'trainyard/api-names.ts': javascript(apiNames),
  'trainyard/fault.ts': javascript(fault),
  'trainyard/layer.ts': javascript(layer),
  'trainyard/model.ts': javascript(model),
  'trainyard/names.ts': javascript(names),
  'trainyard/serialize.ts': javascript(serialize),
});

/** The recorder has no more types than a person's code may have. */
function javascript(source: string): string {
  const stripped = stripTypes(source);
  return stripped.ok ? stripped.code : source;
}
