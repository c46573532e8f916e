package io.katran.server.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.thrift.VipMeta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's python3-thrift with code its thrift-compiler makes of our IDL at test time: another
 * implementation of the wire, of another age.
 */
@Tag("lab")
class PythonClientsTest {

    private static final String IDL = "src/main/thrift/katran.thrift";
    private static final String SCRIPT = "src/test/python/all_dialects.py";

    @Test
    void python_clients_of_all_dialects_are_served(@TempDir Path generated) throws Exception {
        run("/usr/bin/thrift", "--gen", "py", "-out", generated.toString(), IDL);

        try (ServerFixture fixture = new ServerFixture(ConnectionLimits.DEFAULT)) {
            String port = Integer.toString(fixture.server.port());
            String output = run("/usr/bin/python3", SCRIPT, generated.toString(), port);

            assertThat(output.lines())
                    .containsExactly(
                            "framed binary: ok",
                            "framed compact: ok",
                            "unframed binary: ok",
                            "unframed compact: ok",
                            "header binary: ok",
                            "header binary zlib: ok",
                            "header compact: ok",
                            "header compact zlib: ok");
            assertThat(fixture.service.vips)
                    .hasSize(8)
                    .allSatisfy(
                            vip -> assertThat(vip.getVip().getAddress()).isEqualTo("10.200.1.1"))
                    .allSatisfy(vip -> assertThat(vip.getFlags()).isEqualTo(0xffff_ffffL))
                    .allMatch(VipMeta::isSetFlag);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
