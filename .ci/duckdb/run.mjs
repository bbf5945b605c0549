// Runs a query for Athena on DuckDB, over CloudTrail files, and prints its result as CSV.
//
//   node run.mjs QUERY FILE...
//
// The files become a table with the columns and types that AWS's guide for Athena gives them: times
// and parameters are text, the identity is a structure. What Athena calls otherwise is a macro.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { DuckDBInstance } = createRequire(process.env.DUCKDB_MODULES + '/')('@duckdb/node-api');
const [query, ...files] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(':memory:')).connect();

const text = (name) => `json_extract_string(r, '$.${name}')`;
const json = (name) => `CAST(json_extract(r, '$.${name}') AS VARCHAR)`;
const plain = ['eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'eventID', 'eventCategory'];
const parameters = ['requestParameters', 'responseElements', 'additionalEventData'];
await connection.run(`CREATE MACRO json_extract_scalar(value, path) AS json_extract_string(value, path)`);
await connection.run(`
  CREATE TABLE cloudtrail_logs AS
  SELECT
    ${plain.map((name) => `${text(name)} AS ${name.toLowerCase()}`).join(',\n    ')},
    ${parameters.map((name) => `${json(name)} AS ${name.toLowerCase()}`).join(',\n    ')},
    {
      'accesskeyid': ${text('userIdentity.accessKeyId')}, 'arn': ${text('userIdentity.arn')},
      'username': ${text('userIdentity.userName')}, 'principalid': ${text('userIdentity.principalId')},
      'sessioncontext': { 'sessionissuer': { 'arn': ${text('userIdentity.sessionContext.sessionIssuer.arn')} } }
    } AS useridentity
  FROM (
    SELECT unnest(json_extract(json, '$.Records[*]')) AS r
    FROM read_json_objects([${files.map((name) => `'${name}'`).join(', ')}], format = 'unstructured', maximum_object_size = 268435456)
  )`);

const reader = await connection.runAndReadAll(readFileSync(query, 'utf8').replace(/;\s*$/, ''));
const cell = (value) => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`);
console.log(reader.columnNames().map(cell).join(','));
for (const row of reader.getRows()) console.log(row.map(cell).join(','));
