// Runs one scenario of signing in: sign-in.mjs SCENARIO ADDRESS TOKEN DATA PICTURES ISSUER CERTIFICATE KEY.
import { Desk } from './desk.mjs';
import { Issuer } from './issuer.mjs';
import * as scenarios from './sign-ins.mjs';

const [name, address, token, data, pictures, url, certificate, key] = process.argv.slice(2);
const desk = new Desk({ address, token, data, pictures, issuer: url });
const issuer = new Issuer({ url, certificate, key, address });
try {
  await issuer.start();
  await scenarios[name](desk, issuer);
  desk.holdsTheRules();
} catch (failure) {
  console.error(failure.stack ?? failure);
  console.error(await desk.what());
  process.exitCode = 1;
} finally {
  await desk.close();
  await issuer.stop();
}
