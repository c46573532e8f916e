package io.katran.cli.lab;

import io.katran.bpf.XdpMode;
import io.katran.cli.xdp.XdpAttachment;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Puts a program that passes everything on the router's side of the balancer's link. */
@Command(name = "peer", hidden = true, description = "Used by `lab up` inside a namespace.")
final class PeerCommand implements Callable<Integer> {
    @Option(names = "--interface", required = true)
    private String interfaceName;

    @Option(names = "--pin", required = true)
    private Path pin;

    @Override
    public Integer call() {
        try (XdpAttachment pass = XdpAttachment.attach("pass", interfaceName, XdpMode.NATIVE)) {
            pass.pin(pin);
        }
        return ExitCode.OK;
    }
}
