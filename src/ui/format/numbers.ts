// Numbers as a person reads them: sensible digits, units, and `–` for what is unknown.

/** Stands for a value that is not known (yet). */
export const UNKNOWN = '–';

const known = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

/** `1,204`; for counts. */
export function formatCount(value: number | null | undefined): string {
  return known(value) ? Math.round(value).toLocaleString('en-US') : UNKNOWN;
}

/** `0.0812`, `12.35`, `1.2e-7`: four significant digits. */
export function formatNumber(value: number | null | undefined): string {
  if (!known(value)) return UNKNOWN;
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 1e6) return value.toExponential(1);
  if (size >= 1000) return formatCount(value);
  return trimmed(value.toFixed(Math.max(0, 3 - Math.floor(Math.log10(size)))), 4);
}

/** Drops digits after the fourth decimal, and no zeros: columns of numbers stay aligned. */
const trimmed = (digits: string, decimals: number): string => {
  const dot = digits.indexOf('.');
  return dot < 0 ? digits : digits.slice(0, dot + 1 + decimals);
};

/** A setting: `0.001`, `0.9`, `128`, without trailing zeros. */
export function formatSetting(value: number): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential().replace('e+', 'e');
  return String(Number(value.toPrecision(6)));
}

/** `97.4 %`; `-3.6e14 %` of what is no share at all, as linear outputs. */
export function formatPercent(share: number | null | undefined): string {
  if (!known(share)) return UNKNOWN;
  const percent = share * 100;
  return `${Math.abs(percent) < 1e4 ? percent.toFixed(1) : percent.toExponential(1).replace('e+', 'e')} %`;
}

const PREFIXES = ['', 'k', 'M', 'G', 'T'];

/** `1.2 k`, `38.5 M`; at most four digits. */
export function formatCompact(value: number | null | undefined): string {
  if (!known(value)) return UNKNOWN;
  let scaled = value;
  let prefix = 0;
  while (Math.abs(scaled) >= 999.5 && prefix < PREFIXES.length - 1) {
    scaled /= 1000;
    prefix++;
  }
  const digits = Number.isInteger(scaled) || Math.abs(scaled) >= 100 ? 0 : 1;
  return `${scaled.toFixed(digits)}${prefix > 0 ? ` ${PREFIXES[prefix]}` : ''}`;
}

/** `14.2 MB`, decimal units. */
export function formatBytes(bytes: number | null | undefined): string {
  if (!known(bytes)) return UNKNOWN;
  const text = formatCompact(bytes);
  return /[kMGT]$/.test(text) ? `${text}B` : `${text} B`;
}

/** `41 s`, `3 min 20 s`, `1 h 5 min`. */
export function formatSeconds(seconds: number | null | undefined): string {
  if (!known(seconds)) return UNKNOWN;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`;
}

/** `0.83 ms`. */
export function formatMilliseconds(ms: number | null | undefined): string {
  if (!known(ms)) return UNKNOWN;
  return `${ms >= 100 ? Math.round(ms) : ms.toFixed(ms >= 10 ? 1 : 2)} ms`;
}

/** `12.3 µs`, `1.25 ms`. */
export function formatMicroseconds(us: number | null | undefined): string {
  if (!known(us)) return UNKNOWN;
  return us >= 1000 ? formatMilliseconds(us / 1000) : `${us.toFixed(1)} µs`;
}

/** A value of a metric by its name: shares as per cent, everything else as a number. */
export function formatMetric(name: string, value: number | null | undefined): string {
  return isShare(name) ? formatPercent(value) : formatNumber(value);
}

/** Whether a metric lies between 0 and 1 and reads best in per cent. */
export function isShare(name: string): boolean {
  return /(accuracy|precision|recall|auc|f1)/i.test(name);
}
