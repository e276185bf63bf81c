// A Socket.IO client for Node-RED in the manner of those on npm, which are for older clients: a listener that sends each
// message on as `msg.payload`. The same socket.io-client as Statewire's, so that only the runtimes make a difference.
module.exports = (RED) => {
  const { bench } = RED.settings;

  function SocketIn(config) {
    RED.nodes.createNode(this, config);
    const socket = bench.connect(config.url, config.client);
    socket.on(config.event, (payload) => this.send({ topic: config.event, payload, readAt: bench.readAt() }));
    socket.on('connect', () => bench.connected());
    this.on('close', () => socket.disconnect());
  }

  function Effect(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => {
      bench.effect(msg.payload, msg.readAt);
      done();
    });
  }

  RED.nodes.registerType('socketio-in', SocketIn);
  RED.nodes.registerType('effect', Effect);
};
