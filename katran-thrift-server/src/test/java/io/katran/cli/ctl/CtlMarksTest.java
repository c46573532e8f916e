package io.katran.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.cli.ctl.CtlFixture.Run;
import io.katran.thrift.Healthcheck;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Socket marks, on a server that forwards health checks. */
class CtlMarksTest {
    private static final int UNDELETABLE = 7;

    private final Map<Integer, String> marks = new ConcurrentHashMap<>();
    private CtlFixture katran;

    @BeforeEach
    void start() throws IOException {
        katran =
                new CtlFixture(
                        Map.of(
                                "addHealthcheckerDst",
                                this::add,
                                "delHealthcheckerDst",
                                this::delete,
                                "getHealthcheckersDst",
                                arguments -> Map.copyOf(marks),
                                "delVip",
                                refuses("10.200.1.2")));
    }

    private boolean add(Object[] arguments) {
        Healthcheck check = (Healthcheck) arguments[0];
        marks.put(check.getSomark(), check.getAddress());
        return true;
    }

    private boolean delete(Object[] arguments) {
        return !arguments[0].equals(UNDELETABLE) && marks.remove(arguments[0]) != null;
    }

    private static Function<Object[], Object> refuses(String address) {
        return arguments -> !arguments[0].toString().contains(address);
    }

    @AfterEach
    void stop() {
        katran.close();
    }

    @Test
    void marks_are_added_listed_and_deleted_in_silence() {
        Run silent = new Run(0, List.of("exiting"), "");
        assertThat(katran.ctl("-new_hc fc00::10 -somark 4294967295")).isEqualTo(silent);
        assertThat(katran.ctl("--new_hc 10.0.0.1 --somark 1000")).isEqualTo(silent);

        assertThat(katran.ctl("-list_hc").lines())
                .containsExactly(
                        "somark:       1000 addr:   10.0.0.1",
                        "somark: 4294967295 addr:   fc00::10",
                        "exiting");
        assertThat(katran.ctl("-del_hc -somark 4294967295")).isEqualTo(silent);
        assertThat(katran.ctl("-list_hc --json").lines())
                .containsExactly(
                        "{\"health-check-marks\":[{\"mark\":1000,\"real\":\"10.0.0.1\"}]}");
    }

    @Test
    void deleting_everything_goes_on_after_a_refusal_and_ends_with_status_1() {
        katran.ctl("-A -t 10.200.1.2:80");
        katran.ctl("-A -t 10.200.1.3:80");
        katran.ctl("-new_hc 10.0.0.1 -somark " + UNDELETABLE);
        katran.ctl("-new_hc 10.0.0.1 -somark 1000");

        Run run = katran.ctl("-C");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.lines())
                .containsExactly(
                        "Deleting Vips",
                        "error while deleting vip: 10.200.1.2",
                        "Deleting Healthchecks",
                        "error while deleting healthcheck: 7");
        assertThat(run.err().strip())
                .isEqualTo(
                        "Error: deleting VIP 10.200.1.2:80/tcp, mark 7 refused; the reason is in"
                                + " the server's log");
        assertThat(marks).containsOnlyKeys(UNDELETABLE);
    }
}
