package io.katran.dataplane.bpf;

import io.katran.bpf.BpfMap;
import io.katran.control.Dataplane.Endpoint;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.ObjIntConsumer;

/** The map {@code endpoints}: endpoint id to real. */
final class EndpointStore {
    private final BpfMap map;
    private final EndpointCodec codec;
    private final EncapSettings encap;

    EndpointStore(BpfMap map, EndpointCodec codec, EncapSettings encap) {
        this.map = map;
        this.codec = codec;
        this.encap = encap;
    }

    void write(int firstId, List<Endpoint> endpoints) {
        each(
                firstId,
                endpoints.size(),
                (memory, at) ->
                        codec.write(memory.buffer(), at, endpoints.get(memory.index()), encap));
    }

    void erase(int firstId, int count) {
        each(firstId, count, (memory, at) -> codec.erase(memory.buffer(), at));
    }

    /** One element: the mapped memory and its index within the range. */
    private record Element(ByteBuffer buffer, int index) {}

    private void each(int firstId, int count, ObjIntConsumer<Element> action) {
        if (count == 0) {
            return;
        }
        try (MappedRange range = MappedRange.of(map, firstId, count)) {
            for (int i = 0; i < count; i++) {
                action.accept(
                        new Element(range.memory(), i), range.offset() + i * map.mappedStride());
            }
        }
    }
}
