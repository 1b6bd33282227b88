function swallow(text) {
  // ruleid: javascript.correctness.swallowed-exception
  try { JSON.parse(text); } catch (error) { }
  // ok: javascript.correctness.swallowed-exception
  try { JSON.parse(text); } catch (error) { console.error(error); }
}

function compare(x) {
  // ruleid: javascript.correctness.compared-with-nan
  if (x === NaN) { return 1; }
  // ok: javascript.correctness.compared-with-nan
  if (Number.isNaN(x)) { return 1; }
  // ruleid: javascript.correctness.assignment-in-condition
  if (x = true) { return 2; }
  // ok: javascript.correctness.assignment-in-condition
  if (x === true) { return 2; }
  // ok: javascript.correctness.assignment-in-condition
  if (x = next()) { return 3; }
}

async function all(list, save) {
  // ruleid: javascript.correctness.async-for-each
  list.forEach(async (item) => { await save(item); });
  // ok: javascript.correctness.async-for-each
  for (const item of list) { await save(item); }
  // ok: javascript.correctness.async-for-each
  await Promise.all(list.map(async (item) => { await save(item); }));
}
