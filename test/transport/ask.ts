/** A process of its own that asks one address and prints what came of it: what the environment says is read at its start. */
import { axiosWire } from '../../lib/transport/axios-wire';
import { WireError } from '../../lib/transport/port';

const wire = axiosWire();
wire({ method: 'GET', url: process.argv[2] ?? '', headers: {}, timeout: 10_000 })
  .then(
    ({ status, text }) => `${status} ${text}`,
    (error: unknown) => (error instanceof WireError ? `sent ${error.sent}: ${error.message}` : String(error)),
  )
  .then((line) => {
    process.stdout.write(line);
    return wire.close();
  });
