{{- define "ourateams.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "ourateams.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "ourateams.name" . -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "ourateams.selector" -}}
app.kubernetes.io/name: {{ include "ourateams.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ourateams.labels" -}}
{{ include "ourateams.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: ourateams
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "ourateams.image" -}}
{{- $repository := required "image.repository is required: the registry and name that the image was pushed to." .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{- define "ourateams.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary (include "ourateams.fullname" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{/* The parts that run the server, in the order of a roll-out. */}}
{{- define "ourateams.parts" -}}
{{- ternary "silo intake gateway" "single" (eq .Values.mode "cluster") -}}
{{- end -}}

{{/* The part that answers HTTP, and the one that answers gRPC. */}}
{{- define "ourateams.httpPart" -}}{{- ternary "intake" "single" (eq .Values.mode "cluster") -}}{{- end -}}
{{- define "ourateams.grpcPart" -}}{{- ternary "gateway" "single" (eq .Values.mode "cluster") -}}{{- end -}}

{{/* Seconds as hh:mm:ss. */}}
{{- define "ourateams.time" -}}
{{- $seconds := int . -}}
{{- printf "%02d:%02d:%02d" (div $seconds 3600) (mod (div $seconds 60) 60) (mod $seconds 60) -}}
{{- end -}}

{{- define "ourateams.gracePeriod" -}}
{{- if ge (int .Values.shutdown.drainSeconds) (int .Values.shutdown.timeoutSeconds) -}}
{{- fail "shutdown.drainSeconds must be less than shutdown.timeoutSeconds." -}}
{{- end -}}
{{- add .Values.shutdown.preStopSeconds .Values.shutdown.timeoutSeconds 20 -}}
{{- end -}}

{{- define "ourateams.otherSettings" -}}
{{- range $key, $value := .Values.settings }}
- name: {{ $key | replace ":" "__" }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end -}}

{{/* Security of every container: the restricted level of the pod security standards, and a root that nobody can write. */}}
{{- define "ourateams.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "ourateams.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* What the outside may ask for. */}}
{{- define "ourateams.httpPaths" -}}/webhooks/oura /join /oauth/callback{{- end -}}
{{- define "ourateams.grpcPaths" -}}/{{- end -}}
