package io.katran.cli;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.cli.ctl.CtlCommand;
import io.katran.cli.lab.LabCommand;
import io.katran.cli.replay.ReplayCommand;
import io.katran.server.ProductVersion;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The root of the command line.
 *
 * <p>Exit status: 0 done, 1 the operation failed, 2 wrong usage or configuration. Errors go to
 * stderr, data to stdout.
 */
@Command(
        name = "katran",
        description = "A layer-4 load balancer: XDP forwards, Java decides.",
        mixinStandardHelpOptions = true,
        versionProvider = KatranCommand.Version.class,
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            ServerCommand.class,
            CheckCommand.class,
            ReplayCommand.class,
            CtlCommand.class,
            RingCommand.class,
            DoctorCommand.class,
            LabCommand.class,
            DecapCommand.class
        })
public final class KatranCommand implements Runnable {
    /** Done. */
    public static final int OK = 0;

    /** The operation failed. */
    public static final int FAILED = 1;

    /** Wrong usage or configuration. */
    public static final int USAGE = 2;

    @Spec private CommandSpec spec;

    /** Writes to the descriptor itself: a print stream would hide that the reader is gone. */
    public static void main(String[] args) {
        PrintWriter out =
                new PrintWriter(
                        new OutputStreamWriter(
                                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
                        true);
        System.exit(commandLine().setOut(out).execute(args));
    }

    /** The whole command line, ready to execute. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new KatranCommand());
        ServiceLoader.load(Verb.class).forEach(line::addSubcommand);
        return line.setExecutionExceptionHandler(KatranCommand::explain)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    /** {@code katran --version}. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"katran " + ProductVersion.text()};
        }
    }

    /** Without a verb: help, and the status of wrong usage. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a verb is missing");
    }

    private static int explain(Exception failure, CommandLine command, ParseResult arguments)
            throws Exception {
        if (!(failure instanceof KatranException known)) {
            throw failure;
        }
        PrintWriter err = command.getErr();
        err.println(known.getMessage());
        err.flush();
        boolean callersFault =
                known.code() == ErrorCode.SETTINGS_INVALID
                        || known.code() == ErrorCode.INVALID_ARGUMENT;
        return callersFault ? USAGE : FAILED;
    }
}
