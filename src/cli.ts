import { main } from './cli/main';

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
