package io.katran.bpf.btf;

import io.katran.bpf.btf.BtfType.Kind;
import io.katran.bpf.btf.BtfType.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Everything an object file says about its structs, enums, variables and maps. Immutable. */
public final class ObjectBtf {
    private static final String MAPS = ".maps";

    private final Map<String, StructLayout> structs = new LinkedHashMap<>();
    private final List<EnumLayout> enums = new ArrayList<>();
    private final Map<String, DataSection> sections = new LinkedHashMap<>();
    private final Map<String, MapDefinition> maps = new LinkedHashMap<>();

    ObjectBtf(BtfTypes types, ElfFile file) {
        for (int id = 1; id < types.all().size(); id++) {
            BtfType type = types.get(id);
            if (type.isComposite() && !type.name().isEmpty()) {
                structs.putIfAbsent(type.name(), new StructLayout(types, id));
            } else if (type.kind().isEnum()) {
                enums.add(readEnum(type));
            } else if (type.kind() == Kind.DATASEC && type.name().equals(MAPS)) {
                readMaps(types, type);
            } else if (type.kind() == Kind.DATASEC) {
                sections.put(type.name(), readSection(types, type, file));
            }
        }
    }

    /**
     * A struct or union.
     *
     * @throws NoSuchElementException if the object does not mention it: compilers leave out what no
     *     map, variable or function refers to
     */
    public StructLayout struct(String name) {
        return findStruct(name).orElseThrow(() -> missing("struct", name, structs.keySet()));
    }

    public Optional<StructLayout> findStruct(String name) {
        return Optional.ofNullable(structs.get(name));
    }

    public Set<String> structNames() {
        return Set.copyOf(structs.keySet());
    }

    /** An enum by name; NoSuchElementException if the object does not mention it. */
    public EnumLayout enumeration(String name) {
        return findEnumeration(name)
                .orElseThrow(
                        () -> missing("enum", name, enums.stream().map(EnumLayout::name).toList()));
    }

    public Optional<EnumLayout> findEnumeration(String name) {
        return enums.stream().filter(layout -> layout.name().equals(name)).findFirst();
    }

    /** A constant of any enum, named or not. */
    public OptionalLong constant(String name) {
        return enums.stream()
                .map(layout -> layout.values().get(name))
                .filter(value -> value != null)
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** A section of variables; NoSuchElementException if the object has none of that name. */
    public DataSection section(String name) {
        return findSection(name).orElseThrow(() -> missing("section", name, sections.keySet()));
    }

    public Optional<DataSection> findSection(String name) {
        return Optional.ofNullable(sections.get(name));
    }

    /** A variable of a section; NoSuchElementException if there is none. */
    public Variable variable(String section, String name) {
        List<Variable> variables = section(section).variables();
        return variables.stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                missing(
                                        "variable of " + section,
                                        name,
                                        variables.stream().map(Variable::name).toList()));
    }

    /** The maps of the source in the order of definition, without data sections. */
    public List<MapDefinition> maps() {
        return List.copyOf(maps.values());
    }

    /** A map of the source; NoSuchElementException if there is none. */
    public MapDefinition map(String name) {
        MapDefinition map = maps.get(name);
        if (map == null) {
            throw missing("map", name, maps.keySet());
        }
        return map;
    }

    private static NoSuchElementException missing(
            String kind, String name, Collection<String> present) {
        return new NoSuchElementException(
                "the object has no "
                        + kind
                        + " '"
                        + name
                        + "'; it has "
                        + String.join(
                                ", ",
                                present.stream().filter(any -> !any.isEmpty()).sorted().toList()));
    }

    private static EnumLayout readEnum(BtfType type) {
        Map<String, Long> values = new LinkedHashMap<>();
        type.parts().forEach(part -> values.put(part.name(), part.value()));
        return new EnumLayout(type.name(), values);
    }

    private void readMaps(BtfTypes types, BtfType section) {
        MapDefinitions definitions = new MapDefinitions(types);
        for (Part part : section.parts()) {
            BtfType variable = types.get(part.type());
            maps.put(variable.name(), definitions.read(variable.name(), variable.sizeOrType()));
        }
    }

    /**
     * The compiler leaves offsets and sizes in BTF for the loader to fill in; the symbol table
     * knows them.
     */
    private static DataSection readSection(BtfTypes types, BtfType section, ElfFile file) {
        Map<String, Integer> offsets = file.variables(section.name());
        List<Variable> variables = new ArrayList<>();
        for (Part part : section.parts()) {
            BtfType variable = types.get(part.type());
            if (variable.kind() == Kind.VAR) {
                int offset = offsets.getOrDefault(variable.name(), (int) part.value());
                variables.add(
                        new Variable(
                                variable.name(),
                                StructLayout.describe(
                                        types,
                                        variable.name(),
                                        offset,
                                        variable.sizeOrType(),
                                        false)));
            }
        }
        variables.sort(Comparator.comparingInt(Variable::offset));
        return new DataSection(
                section.name(), file.size(section.name()).orElse(section.sizeOrType()), variables);
    }
}
