package io.katran.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bpf")
class ProgramArrayTest {
    private static final String OBJECT = "decap";
    private static final String PROGRAM = "klb_decap";

    @Test
    void holds_the_program_it_is_given_and_then_another() {
        try (BpfObject first = loaded();
                BpfObject second = loaded();
                BpfMap targets =
                        BpfMap.create(new MapSpec(MapType.PROG_ARRAY, "targets", 4, 4, 2, 0))) {
            ByteBuffer key = targets.newKeys(1).putInt(0, 1);
            ByteBuffer id = targets.newValues(1);

            for (BpfObject object : List.of(first, second)) {
                BpfProgram program = object.program(PROGRAM);
                targets.updateProgram(key, program);

                // Read from user space, the array answers the kernel's number of the program.
                assertThat(targets.lookup(key, id)).isTrue();
                assertThat(id.getInt(0)).isEqualTo(program.id());
            }
        }
    }

    @Test
    void a_program_is_found_by_its_number() {
        try (BpfObject object = loaded()) {
            BpfProgram program = object.program(PROGRAM);

            try (BpfProgram same = BpfProgram.openById(program.id())) {
                assertThat(same.tag()).isEqualTo(program.tag());
            }
        }
    }

    private static BpfObject loaded() {
        BpfObject object = BpfObject.fromResource(OBJECT);
        object.load();
        return object;
    }
}
