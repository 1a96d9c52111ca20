# bash completion for postsms(1), postsms-install(8) and postsms-uninstall(8)

# The users in the credentials map. Others cannot read it, and get no words.
_postsms_users() { postsms credentials list 2> /dev/null | cut -d ' ' -f 1; }

_postsms() {
    local word=$2 before=$3 role='' options='--config -o --version --help' at
    for ((at = 1; at < COMP_CWORD; at++)); do
        case ${COMP_WORDS[at]} in
            -*) ;;
            pipe | milter | auth | check | credentials) role=${COMP_WORDS[at]} ;;
            add | remove | list | test) if [[ $role == credentials ]]; then role=${COMP_WORDS[at]}; fi ;;
        esac
    done
    COMPREPLY=()
    case $before in
        --config | --socket) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
        --config-directory) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
        --user) mapfile -t COMPREPLY < <(compgen -W "$(_postsms_users)" -- "$word"); return ;;
        --sender | --queue-id | -o) return ;;
    esac
    case $role in
        pipe) options+=' --dry-run --explain --user --sender --queue-id' ;;
        milter) options+=' --socket' ;;
        auth | list) ;;
        check) options+=' --config-directory --user' ;;
        credentials) options='add remove list test --version --help' ;;
        add) options+=' --no-test' ;;
        remove | test) if [[ $word != -* ]]; then options=$(_postsms_users); fi ;;
        *) options='pipe milter auth check credentials --version --help' ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
}

_postsms_install() {
    COMPREPLY=()
    case $3 in
        --submission | --milter) mapfile -t COMPREPLY < <(compgen -W 'yes no' -- "$2") ;;
        --port) mapfile -t COMPREPLY < <(compgen -W '2587 no' -- "$2") ;;
        --config-dir) mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
        --executable) mapfile -t COMPREPLY < <(compgen -f -- "$2") ;;
        --domain | --url) ;;
        *)
            mapfile -t COMPREPLY < <(compgen -W '--dry-run --domain --url --submission --port --milter --config-dir
                --executable --replace --help' -- "$2")
            ;;
    esac
}

_postsms_uninstall() {
    COMPREPLY=()
    case $3 in
        --config-dir) mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
        *) mapfile -t COMPREPLY < <(compgen -W '--dry-run --purge --force --config-dir --help' -- "$2") ;;
    esac
}

complete -F _postsms postsms
complete -F _postsms_install postsms-install
complete -F _postsms_uninstall postsms-uninstall
