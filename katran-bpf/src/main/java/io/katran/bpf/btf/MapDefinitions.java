package io.katran.bpf.btf;

import io.katran.bpf.btf.BtfType.Part;
import java.util.Optional;

/**
 * Reads map definitions: a variable of section {@code .maps} is a struct whose members say
 * something by their types alone, integers as the length of an array that is pointed to, types as a
 * pointer to the type.
 */
final class MapDefinitions {
    private static final int MAP_FD_BYTES = Integer.BYTES;

    private final BtfTypes types;

    MapDefinitions(BtfTypes types) {
        this.types = types;
    }

    MapDefinition read(String name, int structId) {
        BtfType definition = types.resolved(structId);
        Optional<Integer> key = pointee(definition, "key");
        Optional<Integer> value = pointee(definition, "value");
        Optional<MapDefinition> inner = inner(name, definition);
        return new MapDefinition(
                name,
                number(definition, "type").orElse(0),
                number(definition, "key_size").or(() -> key.map(types::size)).orElse(0),
                number(definition, "value_size")
                        .or(() -> value.map(types::size))
                        .or(() -> inner.map(any -> MAP_FD_BYTES))
                        .orElse(0),
                number(definition, "max_entries").orElse(0),
                number(definition, "map_flags").orElse(0),
                key.map(types::spelling),
                value.map(types::spelling),
                key.flatMap(this::struct),
                value.flatMap(this::struct),
                inner);
    }

    private Optional<MapDefinition> inner(String name, BtfType definition) {
        return member(definition, "values")
                .map(member -> types.resolved(member.type()))
                .filter(array -> array.kind() == BtfType.Kind.ARRAY)
                .map(array -> types.resolved(array.parts().get(0).type()))
                .filter(pointer -> pointer.kind() == BtfType.Kind.PTR)
                .filter(pointer -> types.resolved(pointer.sizeOrType()).isComposite())
                .map(pointer -> read(name + ".inner", pointer.sizeOrType()));
    }

    private Optional<StructLayout> struct(int type) {
        return types.resolved(type).isComposite()
                ? Optional.of(new StructLayout(types, types.resolve(type)))
                : Optional.empty();
    }

    private Optional<Integer> number(BtfType definition, String name) {
        return pointee(definition, name)
                .map(types::resolved)
                .filter(array -> array.kind() == BtfType.Kind.ARRAY)
                .map(BtfTypes::count);
    }

    private Optional<Integer> pointee(BtfType definition, String name) {
        return member(definition, name)
                .map(member -> types.resolved(member.type()))
                .filter(pointer -> pointer.kind() == BtfType.Kind.PTR)
                .map(BtfType::sizeOrType);
    }

    private static Optional<Part> member(BtfType definition, String name) {
        return definition.parts().stream().filter(part -> part.name().equals(name)).findFirst();
    }
}
