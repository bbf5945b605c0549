// Says whether two reviews are the same in all but how they were read.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

const [ours, theirs] = process.argv.slice(2).map((name) => {
  const { input, ...review } = JSON.parse(readFileSync(name, 'utf8'));
  return review;
});
for (const part of Object.keys(ours)) {
  if (!isDeepStrictEqual(ours[part], theirs[part])) {
    console.error(`${part} differs:\n${JSON.stringify(ours[part], null, 1).slice(0, 3000)}\n${JSON.stringify(theirs[part], null, 1).slice(0, 3000)}`);
    process.exitCode = 1;
  }
}
console.log(`${ours.groups.length} groups, ${ours.totals.all.requests} requests`);
if (ours.groups.length === 0) process.exitCode = 1;
