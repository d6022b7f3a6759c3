"""Spanish: words and pairs of words, plainly spelt, by how much more upset (or calm, below 0) mails hold them."""

TONE = {
    3.2: "ni",
    3.0: "dinero",
    2.9: "quiero",
    2.5: "espero,nunca",
    2.4: "encima,mi dinero",
    2.3: "delante,delante de,habia,lugo,peor,y lo",
    2.1: "atencion,banco,cara,el dinero,gente,sola,voy a",
    2.0: "han",
    1.9: "ahi,con mi,cunta por,de una,disculpa,en qu,esto,fin,la cara,le,lo han,mandan,ni una,"
    "no quiero,paciencia,quiero hablar,se les,todas,todas las,y mi,y se",
    1.8: "qu no",
    1.7: "a nadie,a ustedes,al cliente,anos,anos de,cara de,clase de,comida,con ustedes,"
    "de atencion,de semana,de un,decir,dieron,donde esta,educacion,el pelo,el viernes,"
    "escribo esto,espero qu,esta mi,estamos a,hasta aqui,horas en,increible,internet,llamada,"
    "llamadas,me mandan,me piden,me siento,mentira,mis datos,no tienen,once,padre,palabra,"
    "pelo,piden,porqu su,qu clase,qu he,respusta es,senora,sistema,tiene anos,tuvieron,"
    "una disculpa,una sola,veces qu,y encima,y lugo,y ni",
    1.6: "en su,fotos,no tengo,nuve,se lo,toda,ustedes,voy",
    1.4: "a mi,casa,cliente,con una,de su,despus,estan,lo qu,me han,mostrador,porqu,qu alguien,"
    "y en",
    1.3: "horas,tengo",
    1.2: "aqui,cinco,cosa,de mi,el telefono,escrito,esto es,llamo,meses,mi abogado,nadie,ninos,"
    "pagar,qu les,quien,seis,su,su tienda,toda la,y su,ya no",
    1.0: "a un,camara,carta,cobran,cumpleanos,cunta,datos,dejen,dejen de,despus de,en mayo,esa,"
    "escribo,estamos,euros,fianza,la qu,manana,mi abogada,murto,personas,por escrito,"
    "por una,primero,purta,siento,sus,telefono,tuve qu,una vez,vez qu,vida",
    0.9: "a la,desde,empresa,hablar,no me,no se,todos",
    0.8: "abogado,esta manana,hija,hoy,les,numero,qu me,semanas,viernes,y,y me",
    0.7: "? he,a ver,ahora,alguien qu,almacen,aplicacion,bici,borren,bun,cada uno,cierren,"
    "con su,con un,de ahora,de sus,deberia,dejaron,dejo,desde el,dia del,dijo,donde,"
    "el piso,el tecnico,en un,enero,enviado,espera,euros de,firme,fura,hablo,hecho,hemos,"
    "hijo,hombre,hotel,la caja,la fianza,la lista,las cinco,las fotos,lo he,los dos,"
    "me cobran,me dijeron,mensaje,mi hijo,mi seguro,novia,numero de,nuve dias,ocho,pago,"
    "para otro,para una,pedir,periodico,persona en,quieren,sala,sala de,se me,semanas y,"
    "servicio,siete,siquiera,sitio,su empresa,su oficina,su respusta,tengo la,tienen,todo,"
    "tres,una factura,una respusta,va a,ver,ver si,vergunza,vestido,volver,y la",
    0.6: "a,a su,dijeron,dijeron qu,el paqute,es el,es un,eso,estoy,hablar con,hasta,hasta el,"
    "la purta,lo,madre,me,mi,mi hija,mi madre,ninguna,no pudo,noche,oficina,otro,pagu,"
    "por su,seguro,semana,soy,todo el,tuve,vino",
    0.5: "alguien,cada,como,con,las,se,sin,ya",
    0.4: "en,en la,estaba,qu",
    0.3: "a las,abogada,al,asi,baja,caja,clase,correo,correos,cuarenta,cuatro,culpa,curso,"
    "de baja,de qu,de ustedes,el dia,el martes,en el,en una,equivocada,ese,esta,fu,he,"
    "la mesa,la pieza,la tarjeta,lista,llega,llegado,mandar,me he,me lo,mes,mi cunta,mia,"
    "mis,nada,no,persona,pieza,piso,qu hacer,qu una,recibo,reembolso,repartidor,respusta,"
    "saber,ser,si,si lo,si no,sigu,son,tecnico,tengo qu,tiene,una,una persona,uno de,"
    "veces,vulto,yo",
    0.2: "otra,tienda",
    -0.2: "a partir,diez,el,en mi,es la,funciona,hacer,marzo,nombre,parece,partir,pone,qu la,"
    "si el,tambien,tarjeta,vale",
    -0.3: "dias,los,por",
    -0.4: "agua,ano,anterior,aviso,cita,con la,contrasena,cosas,demas,direccion,dos,dos veces,"
    "el pedido,entradas,factura,final,gustaria,ha,junio,la misma,llamarme,lunes,mal,"
    "martes,mas de,me gustaria,mirarlo,mustra,necesita,no lo,nustro,por el,por las,qu esta,"
    "reparacion,tercera,trabajo,una pregunta,uno,vulve,y el",
    -0.5: "con el,creo,muy,nos,para,pregunta,pudo,tiempo,viene",
    -0.6: "antes de,antigua,calle,de las,del dia,el mismo,estar,hay qu,juves,la version,llevo,"
    "menos,minutos,normal,nuvo,o,por qu,quda,qudo,sabado,se pude,version",
    -0.7: "cambiar,cuando,el lunes,hay,qu el",
    -0.8: "a los,ayer,bien,del,el de,formulario,la factura,la tienda,movil,nustra,pero,por la,"
    "sigo",
    -0.9: "creo qu,de marzo,falta,pagina",
    -1.0: "?,antes",
    -1.1: "? no,a estar,a qu,archivo,asi qu,bomba,botones,bunos,bunos dias,chat me,companero,"
    "compra,contestar,cual,cuanto,de junio,de mayo,devolver,el formulario,el manual,"
    "el modelo,el primer,el seguimiento,en llamarme,en pdf,enviar,envio,es normal,escribio,"
    "etiquta,favor ?,hola la,jugo,la etiquta,la nuva,la talla,lampara,las dos,lectura,"
    "llegaron,manual,maquina,motivo,muy bien,necesitamos,nombre de,nota,pdf,pena,pequno,"
    "perfecto,poco mas,precio,qu nadie,quisiera,quiza,quria,rapido,recibido,retraso,"
    "seguimiento,segunda vez,si o,sigo sin,sobre,tenemos,todavia no,tras,una copia,una pena,"
    "va bien,venden,vez la,vulve a",
    -1.2: "adjunto",
    -1.3: "adjunto el,algo,articulo,azul,cambio,chat,copia,del de,esperando,foto,gracias por,"
    "la segunda,la verdad,llego,no estoy,para un,presupusto,primer,prisa,revisar,ruido,"
    "timbre",
    -1.4: "hola",
    -1.5: "alguna,aunqu,hora,la pagina,mando,pedi,puden,qu hay,segunda,talla",
    -1.6: "error,esperaba,modelo,poco,todavia,un poco,verdad",
    -1.7: "gracias",
    -1.9: "podria",
    -2.0: "nuva",
    -2.2: "podrian,solo",
    -2.8: "favor,por favor",
}  # fmt: skip
