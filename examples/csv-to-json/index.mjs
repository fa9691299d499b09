import { parse } from 'csv-parse/sync';

/** {"csv": "a,b\n1,2", "delimiter": ","} in, {"columns": [...], "rows": [{...}]} out; numbers become numbers. */
export const handler = async ({ csv, delimiter = ',' }) => {
  if (typeof csv !== 'string') {
    throw new TypeError('send {"csv": "the text", "delimiter": "one character, a comma unless told"}');
  }
  const rows = parse(csv, {
    bom: true,
    cast: (value, { header }) => (header ? value : typed(value)),
    columns: true,
    delimiter,
    skip_empty_lines: true,
    trim: true,
  });
  console.log(`${rows.length} rows`);
  return { columns: Object.keys(rows[0] ?? {}), rows };
};

/** Only what reads back the same is a number: 007 and 1e400 stay text. */
function typed(value) {
  if (value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) && String(number) === value ? number : value;
}
