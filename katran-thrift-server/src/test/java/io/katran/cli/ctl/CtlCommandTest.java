package io.katran.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.katran.cli.KatranCommand;
import io.katran.cli.ctl.CtlFixture.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each action does, prints and answers. */
class CtlCommandTest {
    private CtlFixture katran;

    @BeforeEach
    void start() throws IOException {
        katran = new CtlFixture();
    }

    @AfterEach
    void stop() {
        katran.close();
    }

    @Test
    void lists_what_was_added_with_the_lines_of_the_go_client() {
        assertDone("-A -t 10.200.1.1:80 -vf NO_SPORT,no-lru", "Adding service: 10.200.1.1:80 tcp");
        assertDone("-A -u [FC00::1]:443 -vf QUIC_VIP", "Adding service: [fc00::1]:443 udp");
        assertReals("-a -t 10.200.1.1:80 -r 10.0.0.1 -w 10");
        assertReals("-a -u [fc00::1]:443 -r fc00::10 -rf LOCAL_REAL");

        Run list = katran.ctl("-l");

        assertThat(list.lines())
                .containsExactly(
                        "vips len 2",
                        "VIP:           10.200.1.1 Port:     80 Protocol: tcp",
                        "Vip's flags:  NO_SPORT  NO_LRU ",
                        " ->10.0.0.1          weight: 10 flags: ",
                        "VIP:              fc00::1 Port:    443 Protocol: udp",
                        "Vip's flags:  QUIC_VIP ",
                        " ->fc00::10          weight: 1 flags:  LOCAL_REAL ",
                        "exiting");
        assertThat(list.status()).isZero();
        assertThat(list.err()).isEmpty();
    }

    @Test
    void json_has_the_names_of_configuration_files() throws JsonProcessingException {
        katran.ctl("-A -t 10.200.1.1:80 -vf NO_SPORT");
        katran.ctl("-a -t 10.200.1.1:80 -r 10.0.0.1 -w 10 -rf local");

        assertThat(json("-l --json"))
                .hasToString(
                        "{\"vips\":[{\"address\":\"10.200.1.1\",\"port\":80,\"protocol\":\"tcp\","
                                + "\"flags\":[\"no-src-port\"],\"bits\":1,"
                                + "\"reals\":[{\"address\":\"10.0.0.1\",\"weight\":10,"
                                + "\"flags\":[\"local\"],\"bits\":2}]}]}");
        assertThat(katran.ctl("-D -t 10.200.1.1:80 --json")).isEqualTo(new Run(0, none(), ""));
        assertThat(json("-l -json")).hasToString("{\"vips\":[]}");
    }

    @Test
    void flags_of_a_vip_are_set_and_cleared() throws JsonProcessingException {
        katran.ctl("-A -t 10.200.1.1:80 -vf NO_SPORT");

        String start = "Adding service: 10.200.1.1:80 tcp";
        assertDone("-E -t 10.200.1.1:80 -vf NO_LRU -vf udp-flow-migration", start);
        assertThat(json("-l --json").at("/vips/0/bits").asInt()).isEqualTo(1 + 2 + 512);
        assertDone("-E -t 10.200.1.1:80 -vf NO_LRU -unset", start);
        assertThat(json("-l --json").at("/vips/0/bits").asInt()).isEqualTo(1 + 512);
    }

    /** The names of historic clients and of configuration files, and the bits of the protocol. */
    @ParameterizedTest
    @CsvSource({
        "NO_SPORT, no-src-port, 1",
        "NO_LRU, no-lru, 2",
        "QUIC_VIP, quic, 4",
        "DPORT_HASH, dport-hash, 8",
        "SRC_ROUTING, src-routing, 16",
        "LOCAL_VIP, local, 32",
        "GLOBAL_LRU, global-lru, 64",
        "HASH_SRC_DST_PORT, hash-src-dst-port, 128",
        "UDP_STABLE_ROUTING, udp-stable-routing, 256",
        "UDP_FLOW_MIGRATION, udp-flow-migration, 512"
    })
    void every_vip_flag_has_two_names(String historic, String ours, int bit)
            throws JsonProcessingException {
        katran.ctl("-A -t 10.200.1.1:80 -vf " + historic);
        katran.ctl("-A -t 10.200.1.2:80 -vf " + ours);

        JsonNode vips = json("-l --json").get("vips");
        assertThat(vips).extracting(vip -> vip.get("bits").asInt()).containsExactly(bit, bit);
        assertThat(vips.at("/0/flags/0").asText()).isEqualTo(ours);
        assertThat(katran.ctl("-l").lines()).contains("Vip's flags:  " + historic + " ");
    }

    @Test
    void a_vip_is_deleted_once() {
        katran.ctl("-A -u 10.200.1.1:53");

        assertDone("-D -u 10.200.1.1:53", "Deleting service: 10.200.1.1:53 udp");
        assertRefused("-D -u 10.200.1.1:53", "deleting VIP 10.200.1.1:53/udp");
        assertThat(katran.ctl("-l").lines()).containsExactly("vips len 0", "exiting");
    }

    @Test
    void reals_get_other_weights_and_go_in_batches() {
        katran.ctl("-A -t 10.200.1.1:80");
        assertReals("-a -t 10.200.1.1:80 -r 10.0.0.1 -r 10.0.0.2 -w 5");
        assertReals("-e -t 10.200.1.1:80 -r 10.0.0.2 -w 0");

        assertThat(katran.ctl("-l").lines())
                .contains(
                        " ->10.0.0.1          weight: 5 flags: ",
                        " ->10.0.0.2          weight: 0 flags: ");
        assertReals("-d -t 10.200.1.1:80 -r 10.0.0.1 -r 10.0.0.2 -r 10.0.0.3");
        assertThat(katran.ctl("-l").lines()).noneMatch(line -> line.contains("->"));
    }

    @Test
    void flags_of_a_real_are_set_and_cleared_for_all_its_vips() {
        katran.ctl("-A -t 10.200.1.1:80");
        katran.ctl("-a -t 10.200.1.1:80 -r 10.0.0.1");

        assertReals("-E -r 10.0.0.1 -rf LOCAL_REAL");
        assertThat(katran.ctl("-l").lines())
                .contains(" ->10.0.0.1          weight: 1 flags:  LOCAL_REAL ");
        assertReals("-E -r 10.0.0.1 -rf local -unset");
        assertThat(katran.ctl("-l").lines()).contains(" ->10.0.0.1          weight: 1 flags: ");
        assertRefused("-E -r 10.0.0.9 -rf local", "changing flags of real 10.0.0.9");
    }

    @Test
    void the_mac_is_shown_and_changed() throws JsonProcessingException {
        assertThat(katran.ctl("-list_mac").lines())
                .containsExactly("Mac address is 02:00:00:00:00:01", "exiting");
        assertThat(katran.ctl("-change_mac 02:00:00:00:00:AB").lines())
                .containsExactly("Mac address changed!", "exiting");
        assertThat(json("-list_mac --json")).hasToString("{\"mac\":\"02:00:00:00:00:ab\"}");
        assertRefused(
                "-change_mac 00:00:00:00:00:00", "changing the MAC address to 00:00:00:00:00:00");
    }

    @Test
    void server_ids_are_mapped_listed_and_forgotten() throws JsonProcessingException {
        for (String mapping : new String[] {"10.0.0.2=40", "fc00::1=5"}) {
            assertThat(katran.ctl("-quic_mapping " + mapping))
                    .isEqualTo(new Run(0, lines("Quic mapping modified", "exiting"), ""));
        }

        assertThat(katran.ctl("-list_qm").lines())
                .containsExactly(
                        "printing address to quic's connection id mapping",
                        "real:              fc00::1 = connection id:      5",
                        "real:             10.0.0.2 = connection id:     40",
                        "exiting");
        assertThat(katran.ctl("-del_qm -quic_mapping 10.0.0.2=40").status()).isZero();
        assertThat(json("-list_qm --json"))
                .hasToString("{\"server-ids\":[{\"id\":5,\"real\":\"fc00::1\"}]}");
        assertRefused("-quic_mapping 10.0.0.1=0", "mapping id 0 to real 10.0.0.1");
    }

    @Test
    void everything_is_deleted_at_once() {
        katran.ctl("-A -t 10.200.1.1:80");
        katran.ctl("-A -u 10.200.1.1:80");

        assertThat(katran.ctl("-C"))
                .isEqualTo(
                        new Run(0, lines("Deleting Vips", "Deleting Healthchecks", "exiting"), ""));
        assertThat(katran.ctl("-l").lines()).contains("vips len 0");
    }

    @Test
    void what_the_server_refuses_is_status_1_without_the_last_line() {
        katran.ctl("-A -t 10.200.1.1:80");

        Run again = katran.ctl("-A -t 10.200.1.1:80");

        assertThat(again.status()).isEqualTo(KatranCommand.FAILED);
        assertThat(again.lines()).containsExactly("Adding service: 10.200.1.1:80 tcp");
        assertThat(again.err())
                .isEqualToIgnoringNewLines(
                        "Error: adding VIP 10.200.1.1:80/tcp refused; the reason is in the"
                                + " server's log");
        assertRefused("-E -t 10.200.1.2:80 -vf NO_LRU", "changing flags of VIP 10.200.1.2:80/tcp");
        assertRefused(
                "-a -t 10.200.1.2:80 -r 10.0.0.1 -r 10.0.0.2",
                "adding 10.0.0.1, 10.0.0.2 to VIP 10.200.1.2:80/tcp");
        assertRefused(
                "-d -t 10.200.1.2:80 -r 10.0.0.1", "deleting 10.0.0.1 from VIP 10.200.1.2:80/tcp");
        assertRefused("-new_hc 10.0.0.1 -somark 1000", "adding mark 1000 for real 10.0.0.1");
        assertRefused("-del_hc -somark 1000", "deleting mark 1000");
    }

    @Test
    void two_dashes_and_equals_signs_are_as_good() {
        assertThat(katran.ctl("--A --t=10.200.1.1:80 --vf=NO_LRU").status()).isZero();
        assertThat(katran.ctl("--a --t 10.200.1.1:80 --r=10.0.0.1 --w=7 --rf=").status()).isZero();
        assertThat(katran.ctl("--E -t=10.200.1.1:80 --vf NO_LRU --unset").status()).isZero();

        assertThat(katran.ctl("--l").lines())
                .contains("Vip's flags: ", " ->10.0.0.1          weight: 7 flags: ");
        assertThat(katran.ctl("--C").status()).isZero();
        assertThat(katran.ctl("--list_qm").status()).isZero();
        assertThat(katran.ctl("--list_hc").lines()).containsExactly("exiting");
    }

    @Test
    void only_the_first_action_runs_in_the_historic_order() {
        Run run = katran.ctl("-l -a -A -t 10.200.1.1:80 -r 10.0.0.1");

        assertThat(run.lines()).containsExactly(vipModified("Adding service: 10.200.1.1:80 tcp"));
        assertThat(run.err().strip()).isEqualTo("only -A runs, one action a call; ignored: -l -a");
        assertThat(katran.ctl("-l").lines()).noneMatch(line -> line.contains("->"));
    }

    @Test
    void tcp_wins_if_both_protocols_are_given() {
        assertThat(katran.ctl("-A -u 10.200.1.1:53 -t 10.200.1.1:80").lines())
                .contains("Adding service: 10.200.1.1:80 tcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--server [::1]:%d",
                "-server localhost:%d",
                "-katran_port %d",
                "--katran_server=::1 --katran_port=%d"
            })
    void the_server_can_be_named_in_several_ways(String server) {
        assertThat(CtlFixture.run("-list_mac " + server.formatted(katran.port())).lines())
                .containsExactly("Mac address is 02:00:00:00:00:01", "exiting");
    }

    @Test
    void says_where_no_server_is() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Run run = CtlFixture.run("-l --server 127.0.0.1:" + port);

        assertThat(run.status()).isEqualTo(KatranCommand.FAILED);
        assertThat(run.lines()).isEmpty();
        assertThat(run.err())
                .contains("127.0.0.1 port " + port, "refused", "is `katran server` running there?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-A | -A needs a VIP: add -t ADDR:PORT for TCP, or -u ADDR:PORT for UDP",
                "-D -r 10.0.0.1 | -D needs a VIP",
                "-E -vf NO_LRU | -E needs a VIP",
                "-a -r 10.0.0.1 | -a needs a VIP",
                "-d -t 10.200.1.1:80 | -d needs a real: add -r ADDR",
                "-E -t 10.200.1.1:80 | -E needs a flag to set or clear: add -vf FLAG",
                "-del_qm | -del_qm needs an id: add -quic_mapping ADDR=ID",
                "-new_hc 10.0.0.1 | -new_hc needs a mark: add -somark MARK",
                "-del_hc | -del_hc needs a mark",
                "-sum | no action",
                "-A -t 10.200.1.1 | \"10.200.1.1\" is not an address and a port",
                "-A -t fc00::1:80 | (expected 10.200.1.1:80, or with brackets [fc00::1]:80)",
                "-A -t [fc00::1] | \"[fc00::1]\" is not an address and a port",
                "-A -t example:80 | \"example\" is not an IP address",
                "-A -t 10.200.1.1:65536 | port \"65536\" is not a number from 0 to 65535",
                "-A -u 10.200.1.1:-1 | port \"-1\" is not a number from 0 to 65535",
                "-A -t 10.200.1.1:0x50 | port \"0x50\" is not a number",
                "-a -w -1 | '--w': weight \"-1\" is not a number from 0 to 2147483647",
                "-a -w 2147483648 | weight \"2147483648\" is not a number from 0 to 2147483647",
                "-a -r 10.0.0.256 | \"10.0.0.256\" is not an IP address",
                "-A -vf FAST | unrecognized flag: FAST (known: NO_SPORT or no-src-port, NO_LRU",
                "-a -rf NO_LRU | unrecognized flag: NO_LRU (known: LOCAL_REAL or local)",
                "-change_mac 02:00:00 | \"02:00:00\" is not a MAC address",
                "-quic_mapping 10.0.0.1 | \"10.0.0.1\" has no id (expected ADDR=ID: 10.0.0.1=5)",
                "-quic_mapping 10.0.0.1=-1 | id \"-1\" is not a number from 0 to 4294967295",
                "-new_hc 10.0.0.1 -somark 0 | mark \"0\" is not a number from 1 to 4294967295",
                "-s --interval 0 | interval \"0\" is not a number of seconds from 0.01 to 86400",
                "-s --count 0 | count \"0\" is not a number from 1",
                "-l --server localhost | \"localhost\" is not an address and a port",
                "-l --server localhost:1 -katran_port 2 | --server says host and port",
                "-st | Unknown option: '-st'",
                "-l more | Unmatched argument at index 2: 'more'"
            })
    void wrong_usage_is_explained_and_reaches_no_server(String words, String explanation) {
        Run run = CtlFixture.run(words);

        assertThat(run.status()).isEqualTo(KatranCommand.USAGE);
        assertThat(run.lines()).isEmpty();
        assertThat(run.err()).contains(explanation, "`katran ctl --help` explains all options");
    }

    @Test
    void help_explains_every_option_and_goes_to_stdout() {
        Run help = CtlFixture.run("--help");

        assertThat(help.status()).isZero();
        assertThat(String.join("\n", help.lines()))
                .contains("-A, --A", "-quic_mapping, --quic_mapping=ADDR=ID", "Examples:");
    }

    private void assertDone(String words, String start) {
        assertThat(katran.ctl(words)).isEqualTo(new Run(0, lines(vipModified(start)), ""));
    }

    private static String[] vipModified(String start) {
        return new String[] {start, "Vip modified", "exiting"};
    }

    private void assertReals(String words) {
        assertThat(katran.ctl(words)).isEqualTo(new Run(0, lines("Reals modified", "exiting"), ""));
    }

    private void assertRefused(String words, String operation) {
        Run run = katran.ctl(words);
        assertThat(run.status()).as(words).isEqualTo(KatranCommand.FAILED);
        assertThat(run.lines()).doesNotContain("exiting");
        assertThat(run.err().strip())
                .isEqualTo("Error: " + operation + " refused; the reason is in the server's log");
    }

    private JsonNode json(String words) throws JsonProcessingException {
        Run run = katran.ctl(words);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(1);
        return new ObjectMapper().readTree(run.lines().get(0));
    }

    private static List<String> lines(String... lines) {
        return List.of(lines);
    }

    private static List<String> none() {
        return List.of();
    }
}
