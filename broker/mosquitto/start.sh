#!/bin/sh
# Makes the password file on the first start, so that no password stands in the repository.
set -eu
passwords=/mosquitto/data/passwords
[ -f "$passwords" ] || : > "$passwords"
mosquitto_passwd -b "$passwords" caretaker "$MQTT_PASSWORD"
chown mosquitto:mosquitto "$passwords"
chmod 600 "$passwords"
exec mosquitto -c /mosquitto/config/mosquitto.conf
