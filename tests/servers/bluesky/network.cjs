// A directory, a PDS and an AppView in one process, on the loopback alone. Usage: node network.cjs FOLDER PORT
// (FOLDER holds node_modules; the PDS listens on PORT + 1, the AppView on PORT + 2, Ozone on PORT + 5).
const net = require('net')
const { createRequire } = require('module')
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) { // the services name no host
  if (typeof first === 'number' && typeof rest[0] !== 'string') return listen.call(this, first, '127.0.0.1', ...rest)
  if (first && typeof first === 'object' && first.port !== undefined && !first.host) first.host = '127.0.0.1'
  return listen.call(this, first, ...rest)
}
const [, , folder, given] = process.argv
const { TestNetwork, mockMailer } = createRequire(`${folder}/`)('@atproto/dev-env')
const port = Number(given)

TestNetwork.create({
  plc: { port },
  pds: { port: port + 1, hostname: 'localhost' },
  bsky: { dbPostgresSchema: 'bsky', port: port + 2, publicUrl: `http://localhost:${port + 2}` },
  ozone: { port: port + 5 },
}).then((network) => {
  if (mockMailer) mockMailer(network.pds)
  console.log('READY')
}).catch((error) => { console.error(error); process.exit(1) })
