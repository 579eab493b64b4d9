// The issuer by itself, for programs that sign people in: serve-issuer.mjs ISSUER CERTIFICATE KEY ADDRESS PEOPLE.
import { Issuer } from './issuer.mjs';

const [url, certificate, key, address, people] = process.argv.slice(2);
const issuer = new Issuer({ url, certificate, key, address });
issuer.people = JSON.parse(people);
await issuer.start();
console.log('The issuer listens.');
