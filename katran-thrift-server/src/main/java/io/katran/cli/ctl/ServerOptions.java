package io.katran.cli.ctl;

import io.katran.server.thrift.ThriftServerSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which server. */
final class ServerOptions {
    private static final String DEFAULT_HOST = "127.0.0.1";

    @Option(
            names = {"--server", "-server"},
            paramLabel = "HOST:PORT",
            converter = Converters.ToHostPort.class,
            description = "Where the server listens: 127.0.0.1:12307 by default, or [::1]:12307.")
    private @Nullable HostPort server;

    @Option(
            names = {"-katran_server", "--katran_server"},
            paramLabel = "HOST",
            description = "The host alone, without brackets.")
    private @Nullable String host;

    @Option(
            names = {"-katran_port", "--katran_port"},
            paramLabel = "PORT",
            converter = Converters.ToPort.class,
            description = "The port alone.")
    private @Nullable Integer port;

    /**
     * @throws IllegalArgumentException if it is said twice
     */
    HostPort address() {
        if (server == null) {
            return new HostPort(
                    host == null ? DEFAULT_HOST : host,
                    port == null ? ThriftServerSettings.DEFAULT_PORT : port);
        }
        if (host != null || port != null) {
            throw new IllegalArgumentException(
                    "--server says host and port; leave out -katran_server and -katran_port");
        }
        return server;
    }
}
