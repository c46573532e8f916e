package io.katran.cli.ctl;

import io.katran.api.IpAddress;
import io.katran.api.RealFlags;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.server.thrift.ThriftClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code katran ctl}: reads what is asked for, does it, and says how it went. */
@Command(
        name = "ctl",
        description = {
            "Lists and changes VIPs and reals of a running server, and shows statistics.",
            "",
            "The flags and lines of the historic C++ and Go clients: scripts written for them work."
                    + " Each option takes one dash or two. One call does one action.",
            "Exit status 0 done, 1 the server refused or is not there, 2 wrong usage. The last"
                    + " line of success is `exiting`."
        },
        customSynopsis = "katran ctl [--server=HOST:PORT] [--json] ACTION [OPTION...]",
        modelTransformer = CtlCommand.WholeOptions.class,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  katran ctl -A -t 10.200.1.1:80 -vf NO_LRU             add a VIP",
            "  katran ctl -a -t 10.200.1.1:80 -r 10.0.0.1 -r 10.0.0.2 -w 10",
            "                                                        add two reals",
            "  katran ctl -e -t 10.200.1.1:80 -r 10.0.0.1 -w 0       drain one of them",
            "  katran ctl -d -t 10.200.1.1:80 -r 10.0.0.1            and delete it",
            "  katran ctl -E -t 10.200.1.1:80 -vf no-lru -unset      clear a flag of the VIP",
            "  katran ctl -l --json                                  list, for programs",
            "  katran ctl -s -sum --interval 10                      all traffic, every 10 seconds",
            "  katran ctl -s --count 1                               traffic by VIP, once",
            "  katran ctl --server [fd00::5]:12307 -D -u [fc00::1]:53",
            "                                                        delete a VIP, elsewhere"
        })
public final class CtlCommand implements Callable<Integer> {
    /** A change may wait for rings of other changes to be computed. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @ArgGroup(
            validate = false,
            heading = "%nActions (if several are given, the first here runs):%n")
    private ActionOptions actions = new ActionOptions();

    @ArgGroup(validate = false, heading = "%nWhat they are about:%n")
    private SubjectOptions subject = new SubjectOptions();

    @ArgGroup(validate = false, heading = "%nStatistics (with -s):%n")
    private StatisticsOptions statistics = new StatisticsOptions();

    @ArgGroup(validate = false, heading = "%nServer:%n")
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"--json", "-json"},
            description =
                    "Prints lists and statistics as JSON, one document a line, and nothing else.")
    private boolean json;

    @Option(
            names = {"-h", "--help", "-help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    @Spec private CommandSpec spec;

    private final Pacer pacer;

    public CtlCommand() {
        this(Pacer.SYSTEM);
    }

    CtlCommand(Pacer pacer) {
        this.pacer = pacer;
    }

    /** {@code -vf} is one option and not {@code -v -f}. */
    static final class WholeOptions implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            command.parser().posixClusteredShortOptionsAllowed(false);
            return command;
        }
    }

    @Override
    public Integer call() {
        Step step = step(onlyAction());
        HostPort address = serverAddress();
        PrintWriter out = spec.commandLine().getOut();
        Printer printer = json ? new JsonPrinter(out) : new TextPrinter(out);
        try (ThriftClient client = ThriftClient.connect(address.host(), address.port(), TIMEOUT)) {
            step.run(client.calls(), printer);
            printer.end();
            return ExitCode.OK;
        } catch (RefusedException | IOException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (TException e) {
            return failed("no answer from the server at " + address + ": " + e.getMessage());
        }
    }

    private HostPort serverAddress() {
        try {
            return server.address();
        } catch (IllegalArgumentException e) {
            throw wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private int failed(String why) {
        say("Error: " + why);
        return ExitCode.SOFTWARE;
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private Action onlyAction() {
        List<Action> chosen = actions.chosen();
        if (chosen.isEmpty()) {
            throw wrongUsage(
                    "no action: say what to do, for instance -l (list) or -s (statistics)");
        }
        if (chosen.size() > 1) {
            String ignored =
                    chosen.stream().skip(1).map(Action::option).collect(Collectors.joining(" "));
            say("only " + chosen.get(0).option() + " runs, one action a call; ignored: " + ignored);
        }
        return chosen.get(0);
    }

    private Step step(Action action) {
        return switch (action) {
            case CHANGE_MAC -> MacSteps.change(Objects.requireNonNull(actions.newMac));
            case LIST_MAC -> MacSteps.show();
            case ADD_VIP -> VipSteps.add(vip(action), subject.vipFlags());
            case LIST_VIPS -> VipSteps.list();
            case DELETE_VIP -> VipSteps.delete(vip(action));
            case EDIT -> edit(action);
            case ADD_REALS, EDIT_REALS ->
                    RealSteps.put(vip(action), reals(action), subject.weight, subject.realFlags);
            case DELETE_REALS -> RealSteps.delete(vip(action), reals(action));
            case DELETE_SERVER_ID -> ServerIdSteps.delete(serverId(action));
            case ADD_SERVER_ID -> ServerIdSteps.put(serverId(action));
            case LIST_SERVER_IDS -> ServerIdSteps.list();
            case CLEAR -> new ClearStep();
            case ADD_MARK ->
                    MarkSteps.add(mark(action), Objects.requireNonNull(actions.checkedReal));
            case DELETE_MARK -> MarkSteps.delete(mark(action));
            case LIST_MARKS -> MarkSteps.list();
            case STATISTICS ->
                    new StatisticsStep(
                            statistics.view(), statistics.interval, statistics.count, pacer);
        };
    }

    private Step edit(Action action) {
        boolean ofReal = subject.vip() == null && !subject.realFlags.equals(RealFlags.NONE);
        if (ofReal) {
            return RealSteps.edit(reals(action), subject.realFlags, !subject.unset);
        }
        VipKey vip = vip(action);
        if (subject.vipFlags().equals(VipFlags.NONE)) {
            throw wrongUsage(missing(action, "a flag to set or clear: add -vf FLAG"));
        }
        return VipSteps.edit(vip, subject.vipFlags(), !subject.unset);
    }

    private VipKey vip(Action action) {
        return need(
                subject.vip(), action, "a VIP: add -t ADDR:PORT for TCP, or -u ADDR:PORT for UDP");
    }

    private List<IpAddress> reals(Action action) {
        List<IpAddress> reals = subject.reals.isEmpty() ? null : subject.reals;
        return need(reals, action, "a real: add -r ADDR");
    }

    private ServerId serverId(Action action) {
        return need(actions.serverId, action, "an id: add -quic_mapping ADDR=ID");
    }

    private long mark(Action action) {
        return need(subject.mark, action, "a mark: add -somark MARK");
    }

    private <T> T need(@Nullable T value, Action action, String what) {
        if (value == null) {
            throw wrongUsage(missing(action, what));
        }
        return value;
    }

    private static String missing(Action action, String what) {
        return action.option() + " needs " + what;
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
