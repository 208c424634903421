import { configError } from '../../core/errors.ts';

/**
 * Fills `{epoch}`, `{epoch:02d}` and `{val_loss:.2f}` in from numbers by name, as Python's `str.format` does for these
 * forms. Errors on a name that is missing or another form.
 */
export function checkpointName(template: string, values: Readonly<Record<string, number>>): string {
  return template.replace(/\{(\w+)(?::([^}]*))?\}/g, (_, name: string, form: string | undefined) => {
    const value = values[name];
    if (value === undefined) throw wrong(template, name, Object.keys(values));
    return form === undefined ? String(value) : formatted(template, value, form);
  });
}

function formatted(template: string, value: number, form: string): string {
  const [, zero, width = '0', digits] = /^(0?)(\d*)(?:\.(\d+))?[df]$/.exec(form) ?? [];
  if (zero === undefined) {
    const must = 'a form is a width and digits, for example {epoch:02d} or {val_loss:.2f}';
    throw configError({ where: `ModelCheckpoint '${template}'`, must, got: `'${form}'` });
  }
  const text = form.endsWith('d') ? String(Math.round(value)) : value.toFixed(Number(digits ?? 6));
  return text.padStart(Number(width), zero === '0' ? '0' : ' ');
}

function wrong(template: string, name: string, known: readonly string[]): Error {
  const must = `names in braces are ${known.join(', ')}`;
  return configError({ where: `ModelCheckpoint '${template}'`, must, got: `{${name}}` });
}
