# The command that the documentation defines for Nagios and Icinga, where /usr/bin/mail is s-nail.
# In the C locale s-nail sends nothing but ASCII: LANG=C.UTF-8 in the environment of Nagios helps.
HOSTNAME='cellar'
HOSTOUTPUT='CRITICAL - Kühlraum: 81 °C'

s-nail \
    -s "Host Alert: $HOSTNAME" \
    -r "nagios@example.com" \
    +12025550111@smtp.sms-gate.app \
    <<< "$HOSTOUTPUT"
