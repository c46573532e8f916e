package io.katran.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.cli.KatranCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The lab's verbs, with real namespaces. */
@Tag("netns")
@Timeout(120)
class LabTest {
    private static final String ONE = "test-" + ProcessHandle.current().pid() + "-1";
    private static final String TWO = "test-" + ProcessHandle.current().pid() + "-2";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void remove() {
        lab("down", ONE);
        lab("down", TWO);
    }

    @Test
    void two_labs_stand_side_by_side_and_leave_nothing_behind() throws IOException {
        assertThat(lab("up", ONE)).as("%s", err).isZero();
        assertThat(lab("up", TWO)).as("%s", err).isZero();

        for (String name : List.of(ONE, TWO)) {
            Topology lab = new Topology(name);
            assertThat(lab("status", name)).isZero();
            for (LabNode real : lab.reals()) {
                assertThat(get(lab.client(), real.address4())).endsWith(real.name() + "\n");
                assertThat(get(lab.client(), real.address6())).endsWith(real.name() + "\n");
            }
        }

        assertThat(lab("down", ONE)).isZero();
        assertGone(new Topology(ONE));
        assertThat(lab("status", ONE)).isEqualTo(1);
        assertThat(lab("status", TWO)).isZero();
        assertThat(lab("down", TWO)).isZero();
        assertGone(new Topology(TWO));
    }

    @Test
    void a_lab_that_is_up_is_not_made_again() {
        lab("up", ONE);

        int status = lab("up", ONE);

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("already up").contains("katran lab down --name " + ONE);
        assertThat(lab("status", ONE)).as("the first is untouched").isZero();
    }

    @Test
    void a_failure_half_way_leaves_nothing_behind() throws IOException {
        Topology lab = new Topology(ONE);
        Tool.run("ip", "netns", "add", lab.reals().get(2).namespace());

        int status = lab("up", ONE);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .contains("`ip netns add " + lab.reals().get(2).namespace() + "` failed")
                .contains("File exists");
        assertGone(lab);
    }

    @Test
    void removing_nothing_is_no_failure() {
        assertThat(lab("down", ONE)).isZero();
        assertThat(out.toString()).contains("was not up");
    }

    private int lab(String verb, String name) {
        CommandLine command = KatranCommand.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute("lab", verb, "--name", name);
    }

    private static void assertGone(Topology lab) throws IOException {
        assertThat(lab.directory()).doesNotExist();
        assertThat(lab.namespaces())
                .allSatisfy(
                        namespace -> assertThat(Path.of("/run/netns", namespace)).doesNotExist());
        assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(lab.directory() + "/");
    }

    /** An HTTP request by bash alone, in the namespace of a node. */
    private static String get(LabNode from, String address) {
        String script =
                "exec 3<>/dev/tcp/"
                        + address
                        + "/80; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3";
        return Tool.run(
                NetworkBuilder.inNamespace(from.namespace(), "timeout", "5", "bash", "-c", script));
    }
}
