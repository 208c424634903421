import { dataError } from '../../core/errors.ts';
import { CSV_LIMITS, datasetFromCsv } from '../../data/csv.ts';
import type { ColumnReport, GivenData } from '../protocol.ts';
import { type Checked, checkValidation, sizesOf } from './checked.ts';
import { tableColumns } from './table-columns.ts';

type Table = Extract<GivenData, { kind: 'table' }>;

/** Reads a person's table. `tell` learns of its columns before they are checked. Errors: DataError. */
export async function checkTable(
  { name, file, label, leftOut }: Table,
  tell: (columns: readonly ColumnReport[]) => void,
): Promise<Checked> {
  if (file.size > CSV_LIMITS.bytes) {
    const must = `the file must have at most ${CSV_LIMITS.bytes} bytes`;
    throw dataError({ where: name, must, got: String(file.size), try: 'a table with fewer rows' });
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const columns = tableColumns(new TextDecoder().decode(bytes), { label, leftOut });
  tell(columns);
  const named = (role: ColumnReport['role']) => columns.filter((c) => c.role === role).map((c) => c.name);
  const { dataset, report } = datasetFromCsv(bytes, {
    name,
    label: named('label')[0],
    leaveOut: named('left-out'),
  });
  checkValidation(name, dataset);
  return {
    dataset,
    report: {
      kind: 'table',
      name,
      found: report.rows,
      used: report.used,
      ...sizesOf(dataset),
      shape: [report.features.length],
      problems: report.problems.map(({ row, column, message }) => ({
        place: column === undefined ? String(row) : `${row}, ${column}`,
        message,
      })),
      problemCount: report.problemCount,
      columns,
      pictures: [],
    },
  };
}
