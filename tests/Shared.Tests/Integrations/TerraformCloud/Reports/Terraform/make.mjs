// Makes the golden plans and states of this folder with the terraform CLI. Needs terraform 1.11 and hashicorp/aws 5.100.0, from the registry or from a mirror:
//   [TF_MIRROR=/path/to/a/filesystem_mirror] node make.mjs
// The plans of kinds/ need the command alone: node make.mjs kinds [folder to write to].
// No cloud is asked: "everything" has built-in resources, and "fleet" a state that is made from its own first plan.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const secret = 'canary-of-the-golden-files';
const work = mkdtempSync(join(tmpdir(), 'golden-plans-'));

const environment = { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
delete environment.TF_CLI_CONFIG_FILE;
if (process.env.TF_MIRROR) {
  writeFileSync(join(work, 'cli.tfrc'), `provider_installation {\n  filesystem_mirror {\n    path = "${process.env.TF_MIRROR}"\n  }\n}\n`);
  environment.TF_CLI_CONFIG_FILE = join(work, 'cli.tfrc');
}

const secrets = { TF_VAR_secret: JSON.stringify({ old: `${secret}-old`, new: `${secret}-new` }) };
const run = (folder, ...args) => execFileSync('terraform', args, { cwd: folder, env: { ...environment, TF_VAR_password: secret, TF_VAR_db_password: secret, ...secrets }, encoding: 'utf8', maxBuffer: 1 << 28 });
const show = (folder, file, as) => writeFileSync(join(here, as), run(folder, 'show', '-json', file));
const folderOf = name => { const folder = join(work, name); cpSync(join(here, name), folder, { recursive: true }); return folder; };

function everything() {
  const folder = folderOf('everything');
  const after = readFileSync(join(folder, 'after.tf'));
  rmSync(join(folder, 'after.tf'));
  run(folder, 'init', '-input=false');
  run(folder, 'apply', '-auto-approve', '-input=false');
  copyFileSync(join(folder, 'terraform.tfstate'), join(here, 'everything.tfstate'));
  show(folder, 'terraform.tfstate', 'everything.state.json');
  rmSync(join(folder, 'before.tf'));
  writeFileSync(join(folder, 'after.tf'), after);
  run(folder, 'plan', '-out=plan', '-input=false');
  show(folder, 'plan', 'everything.plan.json');
}

// The state that an apply of the first plan would have left: what was planned, and something of the right type for what only AWS would know.
function stateOf(plan, schemas) {
  const resources = new Map();
  for (const { type, name, index, change } of plan.resource_changes) {
    const key = `${type}.${name}`;
    if (!resources.has(key)) resources.set(key, { mode: 'managed', type, name, provider: 'provider["registry.terraform.io/hashicorp/aws"]', instances: [] });
    const schema = schemas[type];
    const id = `${type}-${index ?? 'main'}`;
    const known = {
      id, arn: `arn:aws:mock:eu-central-1:000000000000:${id}`, vpc_id: 'aws_vpc-main', subnet_id: `aws_subnet-${index % 12}`,
      vpc_security_group_ids: ['aws_security_group-worker'], tags_all: change.after.tags,
    };
    const madeUp = attribute => typeof attribute?.type !== 'string' ? attribute?.type?.[0] === 'map' ? {} : [] : { string: '', number: 0, bool: false }[attribute.type];
    const attributes = { ...change.after };
    for (const [attribute, unknown] of Object.entries(change.after_unknown))
      if (unknown === true) attributes[attribute] = known[attribute] ?? madeUp(schema.block.attributes[attribute]);
    resources.get(key).instances.push({ ...(index !== undefined && { index_key: index }), schema_version: schema.version, attributes, sensitive_attributes: 'password' in attributes ? [[{ type: 'get_attr', value: 'password' }]] : [] });
  }
  return {
    version: 4, terraform_version: plan.terraform_version, serial: 1, lineage: '00000000-0000-4000-8000-000000000000',
    outputs: { vpc_id: { value: 'aws_vpc-main', type: 'string' }, node_count: { value: 16, type: 'number' } }, resources: [...resources.values()],
  };
}

function fleet() {
  const folder = folderOf('fleet');
  run(folder, 'init', '-input=false');
  run(folder, 'plan', '-out=first', '-input=false', '-refresh=false', '-var=is_changed=false');
  const schemas = JSON.parse(run(folder, 'providers', 'schema', '-json')).provider_schemas['registry.terraform.io/hashicorp/aws'].resource_schemas;
  writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify(stateOf(JSON.parse(run(folder, 'show', '-json', 'first')), schemas)));
  copyFileSync(join(folder, 'terraform.tfstate'), join(here, 'fleet.tfstate'));
  show(folder, 'terraform.tfstate', 'fleet.state.json');
  run(folder, 'plan', '-out=plan', '-input=false', '-refresh=false', '-var=is_changed=true');
  show(folder, 'plan', 'fleet.plan.json');
}

// What a replacement leaves whose old object could not be destroyed.
function leaveDeposed(folder) {
  const state = JSON.parse(readFileSync(join(folder, 'terraform.tfstate'), 'utf8'));
  for (const resource of state.resources)
    if (resource.name === 'x') resource.instances.push(...resource.instances.map(instance => ({ ...instance, deposed: 'ab12cd34' })));
  state.serial += 1;
  writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify(state));
  run(folder, 'taint', 'terraform_data.tainted');
}

// Per kind: before.tf is applied, after.tf planned; kept are the plan as JSON and as the command shows it to people.
function kinds(to) {
  for (const kind of readdirSync(join(here, 'kinds'))) {
    const folder = join(work, kind);
    mkdirSync(folder);
    copyFileSync(join(here, 'kinds', kind, 'before.tf'), join(folder, 'main.tf'));
    run(folder, 'init', '-input=false');
    run(folder, 'apply', '-auto-approve', '-input=false');
    if (kind === 'deposed') leaveDeposed(folder);
    copyFileSync(join(here, 'kinds', kind, 'after.tf'), join(folder, 'main.tf'));
    run(folder, 'plan', '-out=plan', '-input=false');
    mkdirSync(join(to, kind), { recursive: true });
    writeFileSync(join(to, kind, 'plan.json'), run(folder, 'show', '-json', 'plan'));
    writeFileSync(join(to, kind, 'show.txt'), run(folder, 'show', '-no-color', 'plan'));
  }
}

try {
  if (process.argv[2] === 'kinds') {
    kinds(process.argv[3] ?? join(here, 'kinds'));
  } else {
    everything();
    fleet();
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
