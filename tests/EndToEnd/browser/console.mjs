// Runs one scenario of the console in Chromium: console.mjs SCENARIO ADDRESS TOKEN DATA PICTURES. Whatever is not as it should be ends it with 1 and says so.
import { Desk } from './desk.mjs';
import * as accounts from './scenarios/accounts.mjs';
import * as minting from './scenarios/minting.mjs';
import * as looks from './scenarios/looks.mjs';
import * as requests from './scenarios/requests.mjs';
import * as safety from './scenarios/safety.mjs';
import * as urls from './scenarios/urls.mjs';

const [name, address, token, data, pictures] = process.argv.slice(2);
const scenarios = { ...accounts, ...minting, ...looks, ...requests, ...safety, ...urls };
const desk = new Desk({ address, token, data, pictures });
try {
  await scenarios[name](desk);
  desk.holdsTheRules();
} catch (failure) {
  console.error(failure.stack ?? failure);
  console.error(await desk.what());
  process.exitCode = 1;
} finally {
  await desk.close();
}
