package io.katran.bpf.btf;

import java.util.Optional;

/**
 * A map as the source defines it; anything may be changed before it is loaded.
 *
 * @param name in C, whole; the kernel keeps 15 characters of it
 * @param type the kernel's number of the kind of map
 * @param keyBytes size of a key; 0 if not given
 * @param valueBytes size of a value; 0 if not given
 * @param maxEntries capacity; 0 if it is set at load time
 * @param flags creation flags
 * @param keyType the key as C spells it, if given as a type and not as a size
 * @param valueType the value likewise
 * @param keyStruct layout of the key, if it is a struct
 * @param valueStruct layout of the value, if it is a struct
 * @param inner the pattern of the inner maps of a map of maps
 */
public record MapDefinition(
        String name,
        int type,
        int keyBytes,
        int valueBytes,
        int maxEntries,
        int flags,
        Optional<String> keyType,
        Optional<String> valueType,
        Optional<StructLayout> keyStruct,
        Optional<StructLayout> valueStruct,
        Optional<MapDefinition> inner) {}
